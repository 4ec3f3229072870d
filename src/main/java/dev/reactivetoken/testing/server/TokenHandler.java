package dev.reactivetoken.testing.server;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Serves the token endpoint: counts requests, applies faults, asks the rules, notifies the listener. */
final class TokenHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TokenServer.class);

    private final TokenRules rules;
    private final Counters counters;
    private final FaultPlan faults;
    private final Duration delay;
    private final Consumer<String> listener;

    TokenHandler(TokenRules rules, Counters counters, FaultPlan faults, Duration delay, Consumer<String> listener) {
        this.rules = rules;
        this.counters = counters;
        this.faults = faults;
        this.delay = delay;
        this.listener = listener;
    }

    /** The request leaves the count of those in flight however this ends, also by the end of the connection. */
    Mono<Void> serve(Request request, HttpServerResponse response) {
        return Mono.using(
                counters::begin,
                inFlight -> respond(new Exchange(response, () -> apply(request), inFlight)),
                Counters.InFlight::end);
    }

    private Mono<Void> respond(Exchange exchange) {
        Fault fault = faults.next();
        if (fault != null) {
            counters.faulted.increment();
            notifyListener("fault: " + fault);
        }
        Mono<Void> response =
                Mono.defer(() -> fault == null ? exchange.send(exchange.normal()) : fault.apply(exchange));
        return delay.isZero() ? response : Mono.delay(delay).then(response);
    }

    /** What the rules say to this request. */
    private Response apply(Request request) {
        if (!request.is("POST")) {
            counters.refused.increment();
            notifyListener("405 " + request.method());
            return Response.notAllowed("POST");
        }
        try {
            Granted granted = rules.grant(request);
            counters.granted.increment();
            notifyListener("200 " + granted);
            return Response.json(200, granted.json()).noStore();
        } catch (Refusal refusal) {
            counters.refused.increment();
            Response response = refusal.response().noStore();
            notifyListener(response.status() + " " + refusal.error() + ": " + refusal.description());
            return response;
        }
    }

    private void notifyListener(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException e) {
            LOG.warn("The listener threw", e);
        }
    }
}
