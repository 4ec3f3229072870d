package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs what an operator needs: that refreshes fail, once, and that they succeed again. */
final class LogObserver implements TokenObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveTokenSource.class);

    /** One for all sources. */
    static final LogObserver INSTANCE = new LogObserver();

    private LogObserver() {}

    @Override
    public void onRefresh(RefreshEvent event) {
        TokenException failure = event.failure();
        TokenException before = event.previousFailure();
        if (failure != null) {
            AccessToken held = event.held();
            LOG.atLevel(before == null ? Level.WARN : Level.DEBUG)
                    .log(
                            "{}; {}",
                            failure.getMessage(),
                            held == null ? "callers fail" : "the held token serves until " + held.expiresAt());
        } else if (before != null) {
            LOG.info("token source '{}' has recovered: {}", event.source(), event.token());
        } else {
            LOG.debug(
                    "token source '{}' got {} in {} ms",
                    event.source(),
                    event.token(),
                    event.took().toMillis());
        }
    }

    @Override
    public void onCredentialChanged(String source) {
        LOG.info(
                "token source '{}': the client was refused, but its credential has changed; trying the new one",
                source);
    }

    @Override
    public void onScopeReduced(String source, Set<String> asked, Set<String> granted) {
        LOG.warn("token source '{}' asked for the scopes {} and was granted {}", source, asked, granted);
    }

    @Override
    public void onInvalidated(String source, AccessToken rejected) {
        LOG.debug("token source '{}': {} was rejected by a resource server", source, rejected);
    }
}
