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

/** Sets {@code Authorization} on each request before it is written, on the event loop of its connection. */
final class AuthorizationDecorator implements BiConsumer<HttpClientRequest, Connection> {

    /** Whether a connection may carry the token. It leads to one origin as long as it lives. */
    private record OriginDecision(AuthorizationDecorator by, boolean allowed) {}

    /** The header's value, encoded once for each token. */
    private record CachedHeader(AccessToken token, AsciiString value) {}

    private static final AttributeKey<OriginDecision> ORIGIN_DECISION = AttributeKey.valueOf("reactive-token.origin");
    private static final CachedHeader NO_HEADER =
            new CachedHeader(AccessToken.bearer("none", Duration.ZERO), AsciiString.EMPTY_STRING);

    private final BearerCall call;
    private volatile CachedHeader cachedHeader = NO_HEADER;

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
        PendingWriteHandler pending = new PendingWriteHandler(this);
        call.tokens().token().subscribe(pending);
        // Reactor Netty removes a header that is set now from a request that follows a redirect. It takes a request
        // that
        // it sends again after a reset for one of these, if the new address is not equal to the old one
        AsciiString header = request.redirectedFrom().length == 0 ? pending.header() : null;
        if (header != null) {
            headers.set(HttpHeaderNames.AUTHORIZATION, header);
        } else {
            pending.holdWrites(connection);
        }
    }

    private boolean isAllowed(HttpClientRequest request, Channel channel) {
        Attribute<OriginDecision> attribute =
                (channel.parent() == null ? channel : channel.parent()).attr(ORIGIN_DECISION);
        OriginDecision decision = attribute.get();
        if (decision == null || decision.by() != this) {
            decision = new OriginDecision(this, call.origins().allows(origin(request)));
            attribute.set(decision);
        }
        return decision.allowed();
    }

    /** Without the path, which {@link URI} need not be able to parse. */
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

    @SuppressWarnings("ReferenceEquality") // a source hands out one instance until it has another token
    AsciiString header(AccessToken token) {
        CachedHeader last = cachedHeader;
        if (last.token() == token) {
            return last.value();
        }
        AsciiString value = AsciiString.of(token.authorization());
        cachedHeader = new CachedHeader(token, value);
        return value;
    }
}
