package dev.reactivetoken.cli;

import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.PlainHttp;
import dev.reactivetoken.provider.Provider;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** How the token endpoint is reached. */
record EndpointOptions(boolean allowHttp, @Nullable Path cacert) {

    /** An option that cannot be met is an {@link IllegalArgumentException} that says what to do. */
    NettyTokenEndpoint endpoint(Provider provider) {
        NettyTokenEndpoint endpoint = connectTo(provider);
        if (cacert == null) {
            return endpoint;
        }
        SslContext trust = trust(cacert);
        return endpoint.withHttpClient(client -> client.secure(spec -> spec.sslContext(trust)));
    }

    private NettyTokenEndpoint connectTo(Provider provider) {
        URI uri = provider.tokenUri();
        if (allowHttp) {
            return NettyTokenEndpoint.ofPlainHttp(uri, provider.dialect());
        }
        try {
            return NettyTokenEndpoint.of(uri, provider.dialect());
        } catch (PlainHttp.Exposed e) {
            throw e.allowedBy("--allow-http");
        }
    }

    /** A client's context that trusts the certificates in this PEM file alone. */
    static SslContext trust(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(file + " cannot be read");
        }
        try {
            return SslContextBuilder.forClient().trustManager(file.toFile()).build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " has no certificates in PEM form", e);
        }
    }
}
