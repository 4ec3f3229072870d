package dev.reactivetoken.benchmarks.subject;

import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenRequestContext;
import dev.reactivetoken.benchmarks.harness.Endpoint;

/** The cache of azure's HTTP pipeline. Its 30 s between requests are fixed: only where tokens live long. */
final class AzureAccessTokenCacheSubject implements Subject {

    private final TokenRequestContext context = new TokenRequestContext().addScopes("scope");
    private final AccessTokenCache cache;

    AzureAccessTokenCacheSubject(Endpoint endpoint) {
        cache = new AccessTokenCache(ignored -> endpoint.fetch().map(AzureSubject::token));
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        cache.getToken(context, false).subscribe(subscriber);
    }
}
