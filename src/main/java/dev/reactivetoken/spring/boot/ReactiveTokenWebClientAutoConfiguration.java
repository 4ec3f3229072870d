package dev.reactivetoken.spring.boot;

import dev.reactivetoken.bearer.BearerCall;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.function.client.WebClient;

/** A filter for {@link WebClient} for each client; those with {@code web-client=true} also in Boot's builder. */
@AutoConfiguration(after = ReactiveTokenAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBean(TokenClients.class)
@Import(BearerFilterRegistrar.class)
class ReactiveTokenWebClientAutoConfiguration {

    /** Boot's module for WebClient is optional beside WebFlux itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(WebClientCustomizer.class)
    static class Builder {

        @Bean
        @ConditionalOnBean(BearerCall.class)
        WebClientCustomizer reactiveTokenWebClientCustomizer(TokenClients clients, Map<String, BearerCall> calls) {
            return new BearerWebClientCustomizer(clients, calls);
        }
    }
}
