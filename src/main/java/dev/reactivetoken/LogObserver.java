package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what an operator needs: that refreshes fail, once, and that they succeed again. One for each source. */
final class LogObserver implements TokenObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveTokenSource.class);

    /** Consecutive ones; written by one refresh at a time. */
    private volatile int failures;

    @Override
    public void onRefresh(RefreshEvent event) {
        TokenException failure = event.failure();
        if (failure == null) {
            succeeded(event);
        } else {
            failed(failure, event.held());
        }
    }

    private void succeeded(RefreshEvent event) {
        int failed = failures;
        failures = 0;
        if (failed > 0) {
            LOG.info(
                    "token source '{}' has recovered after {} failed refreshes: {}",
                    event.source(),
                    failed,
                    event.token());
        } else {
            LOG.debug(
                    "token source '{}' got {} in {} ms",
                    event.source(),
                    event.token(),
                    event.took().toMillis());
        }
    }

    private void failed(TokenException failure, @Nullable AccessToken held) {
        String effect = held == null ? "callers fail" : "the held token serves until " + held.expiresAt();
        int before = failures;
        failures = before + 1;
        if (before == 0) {
            LOG.warn("{}; {}", failure.getMessage(), effect);
        } else {
            LOG.debug("{}; {}", failure.getMessage(), effect);
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
