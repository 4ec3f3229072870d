package dev.reactivetoken.benchmarks.harness;

/**
 * Names of figures that the questions write and the report reads. A name with {@value #IN_TIMES_OF} is that of a ratio,
 * made pair by pair.
 */
public final class Metrics {

    public static final String IN_TIMES_OF = " ÷ ";

    public static final String TIME = "time";
    public static final String ALLOCATION = "allocation";
    public static final String HIT_TO_FLOOR = "time ÷ Mono.just + one clock read";
    public static final String HIT_TO_MONO_CACHE = "time ÷ Mono.cache(ttl)";
    public static final String SPRING_TO_HIT = "time of Spring Security ÷ reactive-token";
    public static final String CLOCK_TO_HIT = "one clock read ÷ a hit";
    public static final String REFRESH_TO_FLOOR = "time ÷ a bare pipeline in Mono.cacheInvalidateIf";
    public static final String PIPELINE_TO_REFRESH = "grant and authentication ÷ a refresh";

    public static final String TIME_PER_WAITER = "time per waiter";
    public static final String BYTES_PER_WAITER = "bytes per waiter";
    public static final String LARGE_TO_SMALL = "time per waiter ÷ among 1,000";
    public static final String MONO_CACHE_TO_WAITER = "time per waiter of Mono.cache(ttl) ÷ reactive-token";

    public static final String TOKEN_REQUESTS = "token requests";
    public static final String FAILED = "failed";
    public static final String HUNG = "hung";
    public static final String STALLED = "stalled > 50 ms";
    public static final String REQUESTS_PER_LIFE = "requests per life";
    public static final String STALLED_BEYOND_FIXED = "stalled > 50 ms in turns, beyond a fixed token's";
    public static final String FAILED_IN_TURNS = "failed in turns";
    public static final String RENEWALS_PER_LIFE = "renewals per life in turns";
    public static final String LONGEST_WAIT = "wait max";
    public static final String WAIT_TO_FIXED = "wait max ÷ a fixed token's";
    public static final String REQUESTS_IN_OUTAGE = "requests during the outage";

    public static final String SHARE_OF_BARE = "share of bare";
    public static final String SHARE_OF_FIXED_HEADER = "share of a fixed header";
    public static final String SHARE_OF_NETTY = "share of Reactor Netty with a fixed header";
    public static final String SHARE_OF_PROXY = "share of a bare proxy";

    public static final String SOURCE_BYTES = "bytes per source beyond the token";
    public static final String PLACE_BYTES = "bytes of key and place in TokenSources";
    public static final String RESILIENCE_BYTES = "bytes of a resilience of its own";
    public static final String LOOKUP = "lookup";
    public static final String LOOKUP_TO_BOUNDED = "lookup ÷ a Caffeine cache with that bound";
    public static final String LOOKUP_TO_UNBOUNDED = "lookup ÷ a Caffeine cache without a bound";

    private Metrics() {}

    /** The same comparison by processor time, which other work on the machine disturbs less. */
    public static String byProcessorTime(String share) {
        return share + ", by processor time";
    }
}
