package dev.reactivetoken.testing.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The authorize endpoint of ECHOplatform's web server profile. A simulated user signs in and approves at once. An unknown
 * client or an unregistered redirect URI is answered here; every later error is sent to the redirect URI.
 */
final class EchoAuthorize implements Handler {

    static final String PATH = "/oauth2/authorize";

    private final Clients clients;
    private final Set<String> redirectUris;
    private final CodeStore codes;

    EchoAuthorize(Clients clients, Set<String> redirectUris, CodeStore codes) {
        this.clients = clients;
        this.redirectUris = redirectUris;
        this.codes = codes;
    }

    @Override
    public Response handle(Request request) {
        if (!request.path().equals(PATH)) {
            return Response.notFound();
        }
        if (!request.is("GET")) {
            return Response.notAllowed("GET");
        }
        Form query = Form.parse(request.query());
        Client client = clients.find(query.require("client_id"));
        if (client == null) {
            throw Refusal.invalidRequest("the client is unknown");
        }
        String redirectUri = query.require("redirect_uri");
        if (!redirectUris.contains(redirectUri)) {
            throw Refusal.invalidRequest("the redirect URI is not registered");
        }
        try {
            return redirect(redirectUri, query, "code=" + encode(codes.issue(approve(client, redirectUri, query))));
        } catch (Refusal refused) {
            return redirect(redirectUri, query, "error=" + encode(refused.error()));
        }
    }

    private static AuthorizationGrant approve(Client client, String redirectUri, Form query) {
        if (!query.get("response_type", "").equals("code")) {
            throw Refusal.of(400, "unsupported_response_type", "only code is supported");
        }
        String challenge = query.get("code_challenge");
        if (challenge != null && !query.get("code_challenge_method", "plain").equals("S256")) {
            throw Refusal.invalidRequest("only S256 is supported");
        }
        Set<String> scopes =
                query.has("scope") ? Scopes.parse(query.get("scope"), '+', client.scopes()) : client.scopes();
        return new AuthorizationGrant(client.id(), scopes, redirectUri, challenge);
    }

    private static Response redirect(String redirectUri, Form query, String parameter) {
        String state = query.get("state");
        String location = redirectUri
                + (redirectUri.indexOf('?') < 0 ? '?' : '&')
                + parameter
                + (state == null ? "" : "&state=" + encode(state));
        return Response.of(302, "", "").with("Location", location).noStore();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
