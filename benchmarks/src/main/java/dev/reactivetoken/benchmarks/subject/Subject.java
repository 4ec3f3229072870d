package dev.reactivetoken.benchmarks.subject;

/**
 * A way to have a token at hand, as its users would use it: one instance is one client of one token endpoint.
 *
 * <p>To compare another one, write such a class of about ten lines and name it in {@link Subjects}.
 */
@FunctionalInterface
public interface Subject extends AutoCloseable {

    /**
     * Share of a token's life that is left when it is to be renewed, for whoever can renew ahead: what reactive-token
     * does by default, on average, so that all make about as many requests.
     */
    double AHEAD = 0.19;

    /** Share of a token's life that is left when it is no longer used, for whoever can set that. */
    double MARGIN = 0.03;

    /** Tells the asker a token, or why there is none; on the spot if one is held. Blocks only if it is labelled so. */
    void ask(TokenSubscriber asker);

    /** A resource server has rejected this token that an asker was told. Nothing, where there is no way to say so. */
    default void reject(Object token) {}

    @Override
    default void close() {}
}
