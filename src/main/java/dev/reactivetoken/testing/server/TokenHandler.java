package dev.reactivetoken.testing.server;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Serves the token endpoint: counts, plays the faults, asks the rules, tells the listener. */
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

    /** However this ends, also by the end of the connection, the request is no longer in flight then. */
    Mono<Void> serve(Request request, HttpServerResponse response) {
        return Mono.using(
                counters::begin,
                inFlight -> play(new Exchange(response, () -> answer(request), inFlight)),
                Counters.InFlight::end);
    }

    private Mono<Void> play(Exchange exchange) {
        Fault fault = faults.next();
        if (fault != null) {
            counters.faulted.increment();
            tell("fault: " + fault);
        }
        Mono<Void> answer = Mono.defer(() -> fault == null ? exchange.send(exchange.right()) : fault.play(exchange));
        return delay.isZero() ? answer : Mono.delay(delay).then(answer);
    }

    private Response answer(Request request) {
        if (!request.is("POST")) {
            counters.refused.increment();
            tell("405 " + request.method());
            return Response.notAllowed("POST");
        }
        try {
            Granted granted = rules.grant(request);
            counters.granted.increment();
            tell("200 " + granted);
            return Response.json(200, granted.json()).noStore();
        } catch (Refusal refusal) {
            counters.refused.increment();
            Response answer = refusal.answer().noStore();
            tell(answer.status() + " " + refusal.error() + ": " + refusal.description());
            return answer;
        }
    }

    private void tell(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException e) {
            LOG.warn("The listener threw", e);
        }
    }
}
