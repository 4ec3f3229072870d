package dev.reactivetoken.micrometer;

import dev.reactivetoken.ReactiveTokenSource;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Sources that may be forgotten without being closed. Iterating is not disturbed by adding and removing. */
final class WeakSources implements Iterable<ReactiveTokenSource> {

    private final Set<Ref> refs = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<ReactiveTokenSource> forgotten = new ReferenceQueue<>();

    /** Equal if to the same source. */
    private static final class Ref extends WeakReference<ReactiveTokenSource> {

        private final int hash;

        Ref(ReactiveTokenSource source, @Nullable ReferenceQueue<ReactiveTokenSource> queue) {
            super(source, queue);
            this.hash = System.identityHashCode(source);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            ReactiveTokenSource source = get();
            return source != null && other instanceof Ref ref && ref.get() == source;
        }
    }

    void add(ReactiveTokenSource source) {
        sweep();
        refs.add(new Ref(source, forgotten));
    }

    void remove(ReactiveTokenSource source) {
        sweep();
        refs.remove(new Ref(source, null));
    }

    boolean isEmpty() {
        return refs.isEmpty();
    }

    @Override
    public Iterator<ReactiveTokenSource> iterator() {
        sweep();
        return StreamSupport.stream(refs.spliterator(), false)
                .map(Reference::get)
                .filter(Objects::nonNull)
                .iterator();
    }

    private void sweep() {
        for (Reference<?> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            refs.remove(gone);
        }
    }
}
