package dev.reactivetoken.micrometer;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How a refresh is named and tagged. For other names, extend it and register the subclass as a
 * {@code GlobalObservationConvention}.
 */
public class TokenRefreshConvention implements ObservationConvention<TokenRefreshContext> {

    static final String NAME = "reactive.token.refresh.observed";
    static final String SPAN_NAME = "token refresh";

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof TokenRefreshContext;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public String getContextualName(TokenRefreshContext context) {
        return SPAN_NAME;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(TokenRefreshContext context) {
        return KeyValues.of(
                TokenTag.SOURCE.withValue(context.getSource()),
                TokenTag.RESULT.withValue(context.getResult()),
                TokenTag.OAUTH_ERROR.withValue(context.getOauthError()));
    }
}
