package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator wants to find in the log: a failure when it begins, and when it is over. One for each source. */
final class LogObserver implements TokenObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveTokenSource.class);

    /** In a row; one refresh at a time counts. */
    private volatile int failures;

    @Override
    public void onRefreshed(String source, AccessToken token, Duration took) {
        int failed = failures;
        failures = 0;
        if (failed > 0) {
            LOG.info("token source '{}' has recovered after {} failed refreshes: {}", source, failed, token);
        } else {
            LOG.debug("token source '{}' got {} in {} ms", source, token, took.toMillis());
        }
    }

    @Override
    public void onRefreshFailed(String source, TokenException failure, @Nullable AccessToken stillHeld) {
        String effect = stillHeld == null ? "callers fail" : "the held token serves until " + stillHeld.expiresAt();
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
