package dev.reactivetoken.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of a proxy, made once: counting is an add. */
final class MicrometerMeters implements ProxyMeters {

    private static final String PREFIX = "reactive.token.proxy.";
    private static final int CLASSES = 6;

    private final AtomicLong active = new AtomicLong();
    private final Counter[] requests = new Counter[CLASSES];
    private final Timer upstream;
    private final Counter received;
    private final Counter sent;

    MicrometerMeters(MeterRegistry registry) {
        for (int i = 0; i < CLASSES; i++) {
            requests[i] = Counter.builder(PREFIX + "requests")
                    .description("Requests that are over, by the class of the answer's status; none if it broke off")
                    .tag("status", i == 0 ? "none" : i + "xx")
                    .register(registry);
        }
        Gauge.builder(PREFIX + "active", active, AtomicLong::get)
                .description("Requests that are not answered to their end")
                .register(registry);
        this.upstream = Timer.builder(PREFIX + "upstream")
                .description("From sending a request to the headers of the upstream's answer")
                .register(registry);
        this.received = Counter.builder(PREFIX + "received")
                .description("Bytes of bodies that came from clients")
                .baseUnit("bytes")
                .register(registry);
        this.sent = Counter.builder(PREFIX + "sent")
                .description("Bytes of bodies that went to clients")
                .baseUnit("bytes")
                .register(registry);
    }

    @Override
    public void began() {
        active.incrementAndGet();
    }

    @Override
    public void ended(int status) {
        active.decrementAndGet();
        requests[status >= 100 && status < 100 * CLASSES ? status / 100 : 0].increment();
    }

    @Override
    public void answered(long nanos) {
        upstream.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void uploaded(int bytes) {
        received.increment(bytes);
    }

    @Override
    public void downloaded(int bytes) {
        sent.increment(bytes);
    }
}
