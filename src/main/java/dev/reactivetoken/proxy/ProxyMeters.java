package dev.reactivetoken.proxy;

/** What the proxy counts. Called on event loops, for every request: answers at once. */
interface ProxyMeters {

    /** Counts nothing. */
    ProxyMeters NONE = new ProxyMeters() {};

    /** A request arrived. */
    default void began() {}

    /** That request is over; status 0 if its client was gone or the answer broke off. */
    default void ended(int status) {}

    /** The upstream answered so long after it was asked; the body is still to come. */
    default void answered(long nanos) {}

    /** So many bytes of a request's body went to the upstream. */
    default void uploaded(int bytes) {}

    /** So many bytes of an answer's body went to the client. */
    default void downloaded(int bytes) {}
}
