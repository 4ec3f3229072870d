package dev.reactivetoken.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** Every observation that {@link TokenObservations} makes. */
public enum TokenObservation implements ObservationDocumentation {
    /**
     * One refresh. Not named like the timer {@link TokenMeter#REFRESH}: a handler that makes timers of observations
     * would count each refresh twice.
     */
    REFRESH {
        @Override
        public String getName() {
            return TokenRefreshConvention.NAME;
        }

        @Override
        public String getContextualName() {
            return TokenRefreshConvention.SPAN_NAME;
        }

        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return TokenRefreshConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {TokenTag.SOURCE, TokenTag.RESULT, TokenTag.OAUTH_ERROR};
        }
    }
}
