package dev.reactivetoken.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the span of a refresh: in a trace of its own, linked to the span of the caller for whom it began. A child of
 * that span it cannot be, since a thousand callers may wait for it and it may outlive each of them.
 *
 * <p>Of the handlers that make spans, the first that supports a context handles it: register this one before
 * {@link DefaultTracingObservationHandler}. Needs {@code micrometer-tracing}.
 */
public final class TokenRefreshTracingHandler extends DefaultTracingObservationHandler {

    /** Spans by this tracer. */
    public TokenRefreshTracingHandler(Tracer tracer) {
        super(tracer);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof TokenRefreshContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        Span.Builder refresh = getTracer().spanBuilder().setNoParent().name(getSpanName(context));
        Span caller = context instanceof TokenRefreshContext known ? spanOf(known.getCaller()) : null;
        getTracingContext(context).setSpan((caller == null ? refresh : refresh.addLink(new Link(caller))).start());
    }

    private static @Nullable Span spanOf(@Nullable ObservationView caller) {
        TracingContext tracing = caller == null ? null : caller.getContextView().get(TracingContext.class);
        return tracing == null ? null : tracing.getSpan();
    }
}
