package dev.reactivetoken;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.time.Duration;

/** A program with the required jars alone; see {@link JarsIT}. */
final class CoreMain {

    private CoreMain() {}

    public static void main(String[] args) {
        try (ReactiveTokenSource source = ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(URI.create(args[0])))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            System.out.println(source.token().block(Duration.ofSeconds(30)));
        }
    }
}
