package dev.reactivetoken.benchmarks.subject;

import static dev.reactivetoken.benchmarks.subject.Subjects.Trait.BLOCKING;
import static dev.reactivetoken.benchmarks.subject.Subjects.Trait.CACHE;
import static dev.reactivetoken.benchmarks.subject.Subjects.Trait.REJECTS;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Versions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Everything that is compared, in the order of the tables. */
public enum Subjects {
    REACTIVE_TOKEN("reactive-token", "dev.reactivetoken:reactive-token", ReactiveTokenSubject::new, CACHE, REJECTS),
    JUST("Mono.just (floor)", Names.REACTOR, Floor::just),
    JUST_AND_CLOCK("Mono.just + one clock read (floor)", Names.REACTOR, Floor::justAndClock),
    JUST_AND_CLOCKS("Mono.just + two clock reads (floor)", Names.REACTOR, Floor::justAndClocks),
    MONO_CACHE("Mono.cache(ttl)", Names.REACTOR, MonoCache::new, CACHE),
    CACHE_INVALIDATE_IF("Mono.cacheInvalidateIf", Names.REACTOR, MonoCacheInvalidateIf::new, CACHE, REJECTS),
    CAFFEINE(
            "Caffeine AsyncLoadingCache",
            "com.github.ben-manes.caffeine:caffeine",
            CaffeineSubject::new,
            CACHE,
            REJECTS),
    QUARKUS("Quarkus OIDC token helper", "io.quarkus:quarkus-oidc-client", QuarkusSubject::new, CACHE),
    GOOGLE(
            "google-auth (async over a blocking refresh)",
            "com.google.auth:google-auth-library-oauth2-http",
            GoogleSubject::new,
            CACHE),
    AWS("AWS CachedSupplier (blocking)", "software.amazon.awssdk:utils", AwsSubject::new, CACHE, BLOCKING),
    AZURE("azure SimpleTokenCache", "com.azure:azure-core", AzureSubject::new, CACHE),
    AZURE_SYNC("azure AccessTokenCache", "com.azure:azure-core", AzureAccessTokenCacheSubject::new),
    SPRING(
            "Spring Security",
            "org.springframework.security:spring-security-oauth2-client",
            SpringSubject::new,
            CACHE,
            REJECTS),
    MICRONAUT("Micronaut", "io.micronaut.security:micronaut-security-oauth2", MicronautSubject::new, CACHE);

    /** What the questions choose by. */
    public enum Trait {
        /** Obtains tokens by itself and renews them: takes part where tokens end. */
        CACHE,
        /** Blocks the caller while there is no token. */
        BLOCKING,
        /** Has a way to reject a token. */
        REJECTS
    }

    private static final class Names {
        static final String REACTOR = "io.projectreactor:reactor-core";
    }

    public final String label;
    public final boolean blocking;
    private final String artifact;
    private final Function<Endpoint, Subject> client;
    private final Set<Trait> traits;

    Subjects(String label, String artifact, Function<Endpoint, Subject> client, Trait... traits) {
        this.label = label;
        this.artifact = artifact;
        this.client = client;
        this.traits = Set.of(traits);
        this.blocking = this.traits.contains(BLOCKING);
    }

    public Subject clientOf(Endpoint endpoint) {
        return client.apply(endpoint);
    }

    public String version() {
        return Versions.of(artifact);
    }

    public static List<Subjects> with(Trait trait) {
        return Arrays.stream(values())
                .filter(each -> each.traits.contains(trait))
                .toList();
    }
}
