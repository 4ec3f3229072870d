package dev.reactivetoken.benchmarks.subject;

import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * google-auth's asynchronous call with both margins set to shares of the token's life (its defaults are minutes). The
 * refresh blocks a thread of the executor that it is given; a hit answers on the caller's.
 */
final class GoogleSubject implements Subject {

    private final ExecutorService executor = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "google-auth");
        thread.setDaemon(true);
        return thread;
    });
    private final Credentials credentials;

    GoogleSubject(Endpoint endpoint) {
        credentials = new Credentials(endpoint);
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        credentials.getRequestMetadata(null, executor, new RequestMetadataCallback() {
            @Override
            public void onSuccess(Map<String, List<String>> headers) {
                subscriber.onNext(headers);
            }

            @Override
            public void onFailure(Throwable thrown) {
                subscriber.onError(thrown);
            }
        });
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    @SuppressWarnings("serial")
    private static final class Credentials extends OAuth2Credentials {

        private final transient Endpoint endpoint;

        Credentials(Endpoint endpoint) {
            super(null, share(endpoint, AHEAD), share(endpoint, MARGIN));
            this.endpoint = endpoint;
        }

        private static Duration share(Endpoint endpoint, double share) {
            return Duration.ofNanos((long) (endpoint.life().toNanos() * share));
        }

        @Override
        public AccessToken refreshAccessToken() {
            Granted granted = endpoint.fetch().block();
            return new AccessToken(granted.token(), Date.from(granted.expires()));
        }
    }
}
