package dev.reactivetoken.bearer;

import dev.reactivetoken.token.AccessToken;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.time.Duration;
import java.util.function.BiConsumer;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientRequest;

/** Looks at each request before it is written, on the event loop of its connection. */
final class AuthorizationDecorator implements BiConsumer<HttpClientRequest, Connection> {

    /** What was decided for a connection, which leads to one origin as long as it lives. */
    private record OriginDecision(AuthorizationDecorator by, boolean allowed) {}

    /** A header's value, encoded once for each token. */
    private record CachedHeader(AccessToken token, AsciiString value) {}

    private static final AttributeKey<OriginDecision> VERDICT = AttributeKey.valueOf("reactive-token.verdict");
    private static final CachedHeader NOTHING =
            new CachedHeader(AccessToken.bearer("none", Duration.ZERO), AsciiString.EMPTY_STRING);

    private final BearerCall call;
    private volatile CachedHeader prepared = NOTHING;

    AuthorizationDecorator(BearerCall call) {
        this.call = call;
    }

    @Override
    public void accept(HttpClientRequest request, Connection connection) {
        HttpHeaders headers = request.requestHeaders();
        if (headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            return;
        }
        if (!isAllowed(request, connection.channel())) {
            call.checkOther(origin(request), false);
            return;
        }
        PendingWriteHandler gate = new PendingWriteHandler(this);
        call.tokens().token().subscribe(gate);
        // what was set now would be taken off again from a request that follows a redirect; for one of these Reactor
        // Netty takes also a request that it sends again after a reset, if the new address is not equal to the old one
        AsciiString ready = request.redirectedFrom().length == 0 ? gate.ready() : null;
        if (ready != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, ready);
        } else {
            gate.close(connection);
        }
    }

    private boolean isAllowed(HttpClientRequest request, Channel channel) {
        Attribute<OriginDecision> attribute = (channel.parent() == null ? channel : channel.parent()).attr(VERDICT);
        OriginDecision verdict = attribute.get();
        if (verdict == null || verdict.by() != this) {
            verdict = new OriginDecision(this, call.origins().allows(origin(request)));
            attribute.set(verdict);
        }
        return verdict.allowed();
    }

    /** Without the path, which need not be what {@link URI} allows. */
    private static URI origin(HttpClientRequest request) {
        String url = String.valueOf(request.resourceUrl());
        int authority = url.indexOf("://") + 3;
        for (int i = authority; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '/' || c == '?' || c == '#') {
                return URI.create(url.substring(0, i));
            }
        }
        return URI.create(url);
    }

    @SuppressWarnings("ReferenceEquality") // a source hands out the same instance until it has another one
    AsciiString header(AccessToken token) {
        CachedHeader last = prepared;
        if (last.token() == token) {
            return last.value();
        }
        AsciiString value = AsciiString.of(token.authorization());
        prepared = new CachedHeader(token, value);
        return value;
    }
}
