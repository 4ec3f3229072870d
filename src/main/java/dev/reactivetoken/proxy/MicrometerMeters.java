package dev.reactivetoken.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of {@link ProxyMeter}, made once: counting is an addition. */
final class MicrometerMeters implements ProxyMeters {

    private static final int STATUS_CLASSES = 6;

    private final AtomicLong active = new AtomicLong();
    private final Counter[] requests = new Counter[STATUS_CLASSES];
    private final Timer upstream;
    private final Counter received;
    private final Counter sent;

    MicrometerMeters(MeterRegistry registry) {
        for (int i = 0; i < STATUS_CLASSES; i++) {
            requests[i] = counter(ProxyMeter.REQUESTS)
                    .tag(ProxyMeter.Tag.STATUS.asString(), i == 0 ? "none" : i + "xx")
                    .register(registry);
        }
        Gauge.builder(ProxyMeter.ACTIVE.getName(), active, AtomicLong::get)
                .description(ProxyMeter.ACTIVE.getDescription())
                .register(registry);
        this.upstream = Timer.builder(ProxyMeter.UPSTREAM.getName())
                .description(ProxyMeter.UPSTREAM.getDescription())
                .register(registry);
        this.received = counter(ProxyMeter.RECEIVED).register(registry);
        this.sent = counter(ProxyMeter.SENT).register(registry);
    }

    private static Counter.Builder counter(ProxyMeter meter) {
        return Counter.builder(meter.getName())
                .description(meter.getDescription())
                .baseUnit(meter.getBaseUnit());
    }

    @Override
    public void requestBegan() {
        active.incrementAndGet();
    }

    @Override
    public void requestEnded(int status) {
        active.decrementAndGet();
        requests[status >= 100 && status < 100 * STATUS_CLASSES ? status / 100 : 0].increment();
    }

    @Override
    public void upstreamResponded(long nanos) {
        upstream.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void bytesReceived(int bytes) {
        received.increment(bytes);
    }

    @Override
    public void bytesSent(int bytes) {
        sent.increment(bytes);
    }
}
