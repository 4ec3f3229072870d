package dev.reactivetoken.testing.server;

import java.util.function.Supplier;

/** The endpoints by which another process controls the server. */
final class Admin implements Handler {

    static final String PREFIX = "/admin/";

    private static final String CLIENTS = PREFIX + "clients/";
    private static final String RESET = "/reset";

    private final Clients clients;
    private final FaultPlan faults;
    private final Supplier<Counts> counts;

    Admin(Clients clients, FaultPlan faults, Supplier<Counts> counts) {
        this.clients = clients;
        this.faults = faults;
        this.counts = counts;
    }

    @Override
    public Response handle(Request request) {
        String path = request.path();
        if (path.startsWith(CLIENTS) && path.endsWith(RESET) && path.length() > CLIENTS.length() + RESET.length()) {
            return request.is("POST") ? reset(path) : Response.notAllowed("POST");
        }
        return switch (path) {
            case PREFIX + "requests" -> request.is("GET") ? requests() : Response.notAllowed("GET");
            case PREFIX + "fault" -> fault(request);
            default -> Response.notFound();
        };
    }

    private Response reset(String path) {
        String id = Form.decode(path.substring(CLIENTS.length(), path.length() - RESET.length()));
        if (clients.find(id) == null) {
            return Response.notFound();
        }
        return Response.json(200, Json.object("client_id", id, "client_secret", clients.resetSecret(id)))
                .noStore();
    }

    private Response requests() {
        Counts now = counts.get();
        return Response.json(
                200,
                Json.object(
                        "tokenRequests", now.tokenRequests(),
                        "granted", now.granted(),
                        "refused", now.refused(),
                        "faulted", now.faulted(),
                        "maxInFlight", now.maxInFlight(),
                        "inFlight", now.inFlight(),
                        "resourceRequests", now.resourceRequests(),
                        "resourceRefused", now.resourceRefused()));
    }

    private Response fault(Request request) {
        if (request.is("DELETE")) {
            faults.clear();
            return Response.json(200, Json.object("cleared", true));
        }
        if (!request.is("POST")) {
            return Response.notAllowed("POST, DELETE");
        }
        try {
            Form form = request.form();
            Fault fault = FaultForm.read(form);
            int times = FaultForm.times(form);
            faults.add(fault, times);
            return Response.json(200, Json.object("fault", fault, "times", times));
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidRequest(String.valueOf(e.getMessage()));
        }
    }
}
