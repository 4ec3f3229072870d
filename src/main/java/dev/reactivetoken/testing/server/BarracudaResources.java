package dev.reactivetoken.testing.server;

import java.util.List;

/**
 * The APIs behind the Barracuda Token Service. A missing, wrong or expired token, and one without the scope, is answered
 * with 401 and a challenge that names no cause.
 */
final class BarracudaResources implements Handler {

    static final String PREFIX = "/beta/accounts/";

    private static final String ACCOUNT = Json.object(
            "accountName", "Example Ltd.",
            "accountId", "0b5ec0de-0000-4000-8000-000000000001",
            "region", "US",
            "status", "ACTIVE");
    private static final String TENANT = Json.object("tenantId", "7e4a47", "displayName", "Example Ltd.");

    private final RandomText random = new RandomText();
    private final Clients clients;
    private final AccessTokens tokens;

    BarracudaResources(Clients clients, AccessTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    @Override
    public Response handle(Request request) {
        List<String> path = List.of(request.path().substring(PREFIX.length()).split("/", -1));
        if (path.equals(List.of("ess"))) {
            return list(request, "ess:account:read", ACCOUNT);
        }
        if (path.size() == 3 && path.get(1).equals("forensics") && path.get(2).equals("tenants")) {
            return list(request, "forensics:account:read", TENANT);
        }
        if (path.size() == 4 && path.get(1).equals("forensics") && path.get(3).equals("incident")) {
            return incident(request);
        }
        return Response.notFound();
    }

    private Response list(Request request, String scope, String only) {
        if (!request.is("GET")) {
            return Response.notAllowed("GET");
        }
        authorize(request, scope);
        Form query = Form.parse(request.query());
        int page = number(query, "page", "0", 0, Integer.MAX_VALUE);
        number(query, "size", "10", 1, 100);
        boolean first = page == 0;
        return Response.json(
                200,
                Json.object(
                        "resultsCount",
                        first ? 1 : 0,
                        "pageNum",
                        page,
                        "itemsTotal",
                        1,
                        "pagesTotal",
                        1,
                        "results",
                        Json.raw(first ? "[" + only + "]" : "[]")));
    }

    private Response incident(Request request) {
        if (!request.is("POST")) {
            return Response.notAllowed("POST");
        }
        authorize(request, "forensics:account:write");
        return Response.json(200, Json.object("incidentId", random.hex()));
    }

    private void authorize(Request request, String scope) {
        String token = request.credentials("Bearer");
        AccessTokens.Content content = token == null ? null : tokens.read(token);
        if (content == null
                || content.expired()
                || !content.scopes().contains(scope)
                || clients.find(content.clientId()) == null) {
            throw Refusal.of(401, "unauthorized", "the token is missing, wrong, expired or lacks a scope")
                    .challenging("Bearer");
        }
    }

    private static int number(Form query, String name, String otherwise, int least, int most) {
        try {
            int value = Integer.parseInt(query.get(name, otherwise));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // refused below
        }
        throw Refusal.invalidRequest(name + " must be a number from " + least + " to " + most);
    }
}
