package dev.reactivetoken;

import dev.reactivetoken.token.TokenResponse;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A refresh for one observer to decorate. The observer's operators see every signal, and their Context reaches the
 * refresh, but its outcome passes beside them: they can neither change, delay, repeat nor lose it, whatever they throw.
 * Used once.
 */
final class ObservedRefresh extends Mono<TokenResponse> {

    private final Mono<TokenResponse> refresh;
    private final Consumer<Throwable> broken;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Disposable.Composite cancellation = Disposables.composite();
    private volatile @Nullable Throwable failure;
    private volatile @Nullable MonoSink<TokenResponse> outcome;

    /** @param broken is told what the observer throws */
    ObservedRefresh(Mono<TokenResponse> refresh, Consumer<Throwable> broken) {
        this.refresh = refresh;
        this.broken = broken;
    }

    /** The refresh, observed by what the observer made of this. */
    Mono<TokenResponse> by(Mono<TokenResponse> decoration) {
        Objects.requireNonNull(decoration, "aroundRefresh answered null");
        return decoration == this ? refresh : Mono.create(sink -> begin(decoration, sink));
    }

    private void begin(Mono<TokenResponse> decoration, MonoSink<TokenResponse> sink) {
        outcome = sink;
        sink.onCancel(cancellation);
        try {
            cancellation.add(decoration.subscribe(
                    ignored -> {}, this::decorationFailed, this::decorationEnded, Context.of(sink.contextView())));
        } catch (Throwable thrown) {
            decorationFailed(thrown);
        }
    }

    private void decorationFailed(Throwable thrown) {
        if (thrown != failure) {
            broken.accept(thrown);
        }
        refresh(null);
    }

    private void decorationEnded() {
        if (!begun.get()) {
            decorationFailed(new IllegalStateException("aroundRefresh left out the refresh"));
        }
    }

    /** The observer's operators begin the refresh. */
    @Override
    public void subscribe(CoreSubscriber<? super TokenResponse> operators) {
        if (!refresh(operators)) {
            Operators.error(operators, new IllegalStateException("a refresh can be subscribed to once"));
        }
    }

    private boolean refresh(@Nullable CoreSubscriber<? super TokenResponse> operators) {
        MonoSink<TokenResponse> sink = outcome;
        if (sink == null || !begun.compareAndSet(false, true)) {
            return false;
        }
        Signals signals = new Signals(sink, operators);
        cancellation.add(signals);
        signals.tell(told -> told.onSubscribe(Unbounded.SUBSCRIPTION));
        try {
            refresh.subscribe(signals);
        } catch (Throwable thrown) {
            signals.onError(thrown);
        }
        return true;
    }

    /** Each signal goes to the operators first, so that a span has ended when the outcome is told. */
    private final class Signals extends BaseSubscriber<TokenResponse> {

        private final MonoSink<TokenResponse> sink;
        private final @Nullable CoreSubscriber<? super TokenResponse> operators;
        private @Nullable TokenResponse response;

        Signals(MonoSink<TokenResponse> sink, @Nullable CoreSubscriber<? super TokenResponse> operators) {
            this.sink = sink;
            this.operators = operators;
        }

        @Override
        public Context currentContext() {
            return operators == null ? Context.of(sink.contextView()) : operators.currentContext();
        }

        @Override
        protected void hookOnNext(TokenResponse value) {
            response = value;
            tell(told -> told.onNext(value));
        }

        @Override
        protected void hookOnComplete() {
            tell(CoreSubscriber::onComplete);
            sink.success(response);
        }

        @Override
        protected void hookOnError(Throwable thrown) {
            failure = thrown;
            tell(told -> told.onError(thrown));
            sink.error(thrown);
        }

        void tell(Consumer<CoreSubscriber<? super TokenResponse>> signal) {
            if (operators != null) {
                try {
                    signal.accept(operators);
                } catch (Throwable thrown) {
                    broken.accept(thrown);
                }
            }
        }
    }

    /** What the operators get in place of the refresh's own subscription. */
    private enum Unbounded implements Subscription {
        SUBSCRIPTION;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
