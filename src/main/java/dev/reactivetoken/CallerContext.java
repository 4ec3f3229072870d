package dev.reactivetoken;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The Reactor Context of the caller for whom a refresh began, kept behind one key of our own: observers may look at it,
 * and nothing of it reaches what the refresh does for everybody.
 */
final class CallerContext {

    private CallerContext() {}

    static Context hide(ContextView caller) {
        return Context.of(CallerContext.class, caller);
    }

    static ContextView of(ContextView hidden) {
        return hidden.<ContextView>getOrEmpty(CallerContext.class).orElseGet(Context::empty);
    }

    static Context remove(Context hidden) {
        return hidden.delete(CallerContext.class);
    }
}
