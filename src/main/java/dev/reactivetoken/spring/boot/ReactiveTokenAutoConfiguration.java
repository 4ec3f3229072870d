package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;

/**
 * A {@link ReactiveTokenSource} and a {@link dev.reactivetoken.bearer.BearerCall} for each client under
 * {@code reactive-token.clients}. Nothing is sent before the first token is asked for.
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(ReactiveTokenProperties.class)
@Import(TokenClientRegistrar.class)
@ImportRuntimeHints(ReactiveTokenHints.class)
class ReactiveTokenAutoConfiguration {

    @Bean
    TokenClients reactiveTokenClients(
            ReactiveTokenProperties properties,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<ClientRegistrations> registrations,
            ObjectProvider<TokenSourceCustomizer> customizers,
            ObjectProvider<TokenObserver> observers) {
        return new TokenClients(properties, bundles, registrations, customizers, observers);
    }

    @Bean
    @ConfigurationPropertiesBinding
    static NamedValueConverter reactiveTokenNamedValueConverter() {
        return new NamedValueConverter();
    }

    @Bean
    static ClientQualifiers reactiveTokenClientQualifiers(Environment environment) {
        return new ClientQualifiers(environment);
    }

    /** Without WebClient support, {@code web-client=true} would have no effect. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.boot.webclient.WebClientCustomizer")
    static class NoWebClient {

        NoWebClient(TokenClients clients) {
            for (String client : clients.names()) {
                if (clients.client(client).webClient()) {
                    throw new PropertyPath(client)
                            .invalid("web-client", "needs Spring Boot's spring-boot-webclient, and WebFlux");
                }
            }
        }
    }
}
