package dev.reactivetoken.spring.boot;

import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A token endpoint over TLS by an SSL bundle; an updated bundle is used from the next request on. */
final class SecuredEndpoint implements TokenEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(SecuredEndpoint.class);

    private final NettyTokenEndpoint plain;
    private volatile NettyTokenEndpoint current;

    private SecuredEndpoint(NettyTokenEndpoint plain, SslBundle bundle) {
        this.plain = plain;
        this.current = secure(bundle);
    }

    /**
     * The endpoint, secured by the bundle of this name.
     *
     * @throws IllegalStateException when no TLS can be made of the bundle
     */
    static TokenEndpoint of(NettyTokenEndpoint plain, String name, SslBundles bundles) {
        SecuredEndpoint endpoint = new SecuredEndpoint(plain, bundles.getBundle(name));
        bundles.addBundleUpdateHandler(name, bundle -> endpoint.update(name, bundle));
        return endpoint;
    }

    @Override
    public Mono<TokenResponse> send(TokenRequest request) {
        return Mono.defer(() -> current.send(request));
    }

    @Override
    public URI uri() {
        return plain.uri();
    }

    @Override
    public Scheduler scheduler() {
        return current.scheduler();
    }

    private void update(String name, SslBundle bundle) {
        try {
            current = secure(bundle);
        } catch (RuntimeException e) {
            LOG.warn("the SSL bundle {} was updated, but no TLS can be made of it; the last one stays in use", name, e);
        }
    }

    private NettyTokenEndpoint secure(SslBundle bundle) {
        SslContext context = context(bundle);
        return plain.withHttpClient(http -> http.secure(spec -> spec.sslContext(context)));
    }

    private static SslContext context(SslBundle bundle) {
        String[] ciphers = bundle.getOptions().getCiphers();
        try {
            return SslContextBuilder.forClient()
                    .keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory())
                    .ciphers(ciphers == null ? null : Arrays.asList(ciphers))
                    .protocols(bundle.getOptions().getEnabledProtocols())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS can be made of it", e);
        }
    }

    @Override
    public String toString() {
        return "Secured" + plain;
    }
}
