package dev.reactivetoken.benchmarks.subject;

import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenRequestContext;
import dev.reactivetoken.benchmarks.harness.Endpoint;

/** What azure's HTTP pipeline asks. Its 30 s between requests are fixed: only where tokens live long. */
final class AzureAccessTokenCacheSubject implements Subject {

    private final TokenRequestContext context = new TokenRequestContext().addScopes("scope");
    private final AccessTokenCache cache;

    AzureAccessTokenCacheSubject(Endpoint endpoint) {
        cache = new AccessTokenCache(asked -> endpoint.fetch().map(AzureSubject::token));
    }

    @Override
    public void ask(TokenSubscriber asker) {
        cache.getToken(context, false).subscribe(asker);
    }
}
