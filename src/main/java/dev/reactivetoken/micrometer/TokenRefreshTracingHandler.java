package dev.reactivetoken.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Makes the span of a refresh: in a trace of its own, linked to the span of the caller for whom it began. It is no
 * child of that span, since a thousand callers may wait for it and it may outlive each of them.
 *
 * <p>Of the handlers that make spans, the first that supports a context handles it: register this one before
 * {@code DefaultTracingObservationHandler}. Needs {@code micrometer-tracing}.
 */
// not a subclass of DefaultTracingObservationHandler: with a bean of that type Spring Boot registers no default
public final class TokenRefreshTracingHandler implements TracingObservationHandler<TokenRefreshContext> {

    private final Tracer tracer;

    /** Makes spans with this tracer. */
    public TokenRefreshTracingHandler(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Tracer getTracer() {
        return tracer;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof TokenRefreshContext;
    }

    @Override
    public void onStart(TokenRefreshContext context) {
        Span.Builder refresh = tracer.spanBuilder().setNoParent().name(getSpanName(context));
        Span caller = spanOf(context.getCaller());
        if (caller != null) {
            refresh.addLink(new Link(caller));
        }
        getTracingContext(context).setSpan(refresh.start());
    }

    @Override
    public void onStop(TokenRefreshContext context) {
        Span span = getRequiredSpan(context);
        span.name(getSpanName(context));
        tagSpan(context, span);
        endSpan(context, span);
    }

    private static @Nullable Span spanOf(@Nullable ObservationView caller) {
        TracingContext tracing = caller == null ? null : caller.getContextView().get(TracingContext.class);
        return tracing == null ? null : tracing.getSpan();
    }
}
