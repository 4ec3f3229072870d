package dev.reactivetoken.spring.boot;

import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.util.Map;

/** The grant of a client, from its properties. */
record ClientGrant(ClientProperties client, PropertyPath path) {

    /** The grant, without scopes; {@code usual} unless the properties name another. */
    Grant of(Grant usual) {
        Grant grant = named(usual);
        if (client.audience() != null) {
            grant = grant.audience(client.audience());
        }
        for (URI resource : client.resource()) {
            Grant before = grant;
            grant = path.check("resource", () -> before.resource(resource));
        }
        for (Map.Entry<String, String> one : client.parameters().entrySet()) {
            Grant before = grant;
            grant = path.check("parameters." + one.getKey(), () -> before.parameter(one.getKey(), one.getValue()));
        }
        return grant;
    }

    private Grant named(Grant usual) {
        boolean refresh = client.grant() == GrantType.REFRESH_TOKEN;
        String token = client.refreshToken();
        if (refresh && (token == null || token.isEmpty())) {
            throw path.invalid("refresh-token", "is missing, which the grant refresh_token begins with");
        }
        if (!refresh && token != null) {
            throw path.invalid("refresh-token", "is only for the grant refresh_token");
        }
        if (client.grant() == null) {
            return usual;
        }
        return switch (client.grant()) {
            case CLIENT_CREDENTIALS -> Grant.clientCredentials();
            case NONE -> Grant.none();
            case REFRESH_TOKEN -> Grant.refreshToken(Secret.of(String.valueOf(token)));
        };
    }
}
