package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.PlainHttp;
import dev.reactivetoken.endpoint.TokenEndpoint;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import reactor.netty.transport.ProxyProvider;

/** How a client reaches its token endpoint, from its properties. */
record ClientEndpoint(
        ClientProperties client,
        PropertyPath path,
        @Nullable SslBundles bundles) {

    /** The builder; with an endpoint of its own where the properties change more than its address. */
    TokenSourceBuilder addTo(TokenSourceBuilder builder, URI uri, Dialect dialect) {
        NettyTokenEndpoint usual = connectTo(uri, dialect);
        ClientProperties.Ssl ssl = client.ssl();
        if (ssl != null) {
            return builder.endpoint(withBundle(withConnection(usual), ssl.bundle()));
        }
        // the builder gives the usual endpoint its own clock
        boolean own = client.allowPlainHttp() || client.connectTimeout() != null || client.proxy() != null;
        return own ? builder.endpoint(withConnection(usual)) : builder;
    }

    private NettyTokenEndpoint connectTo(URI uri, Dialect dialect) {
        if (client.allowPlainHttp()) {
            return path.check("token-uri", () -> NettyTokenEndpoint.ofPlainHttp(uri, dialect));
        }
        try {
            return NettyTokenEndpoint.of(uri, dialect);
        } catch (PlainHttp.Exposed e) {
            throw path.invalid(
                    "token-uri",
                    String.valueOf(
                            e.allowedBy(path.of("allow-plain-http") + "=true").getMessage()));
        } catch (IllegalArgumentException e) {
            throw path.invalid("token-uri", String.valueOf(e.getMessage()));
        }
    }

    private NettyTokenEndpoint withConnection(NettyTokenEndpoint usual) {
        Duration timeout = client.connectTimeout();
        NettyTokenEndpoint endpoint =
                timeout == null ? usual : path.check("connect-timeout", () -> usual.withConnectTimeout(timeout));
        return client.proxy() == null ? endpoint : withProxy(client.proxy(), endpoint);
    }

    private NettyTokenEndpoint withProxy(ClientProperties.Proxy proxy, NettyTokenEndpoint endpoint) {
        String host = proxy.host();
        Integer port = proxy.port();
        if (host == null || host.isEmpty()) {
            throw path.invalid("proxy.host", "is missing");
        }
        if (port == null || port < 1 || port > 65_535) {
            throw path.invalid("proxy.port", port == null ? "is missing" : "must be from 1 to 65535: " + port);
        }
        return endpoint.withHttpClient(http -> http.proxy(
                proxied -> proxied.type(ProxyProvider.Proxy.HTTP).host(host).port(port)));
    }

    private TokenEndpoint withBundle(NettyTokenEndpoint endpoint, @Nullable String bundle) {
        if (bundle == null || bundle.isEmpty() || bundles == null) {
            throw path.invalid("ssl.bundle", bundles == null ? "needs SslBundles, which are not there" : "is missing");
        }
        try {
            return SecuredEndpoint.of(endpoint, bundle, bundles);
        } catch (NoSuchSslBundleException e) {
            throw path.invalid("ssl.bundle", String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            throw new InvalidTokenClientException(path.of("ssl.bundle"), String.valueOf(e.getMessage()), e);
        }
    }
}
