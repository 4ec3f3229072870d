package dev.reactivetoken.spring.boot;

import dev.reactivetoken.spring.security.TokenSourceAuthorizedClientManager;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;

/** Token clients from Spring Security's registrations, and on demand its manager over token sources. */
@AutoConfiguration(after = {ReactiveTokenAutoConfiguration.class, ReactiveOAuth2ClientAutoConfiguration.class})
@ConditionalOnClass({ReactiveOAuth2AuthorizedClientManager.class, OAuth2ClientProperties.class})
@ConditionalOnBean(TokenClients.class)
@EnableConfigurationProperties(OAuth2ClientProperties.class)
class ReactiveTokenSecurityAutoConfiguration {

    @Bean
    ClientRegistrations reactiveTokenClientRegistrations(OAuth2ClientProperties properties) {
        return new SecurityRegistrations(properties);
    }

    @Bean
    @ConditionalOnBooleanProperty("reactive-token.security.authorized-client-manager")
    @ConditionalOnBean(ReactiveClientRegistrationRepository.class)
    @ConditionalOnMissingBean(ReactiveOAuth2AuthorizedClientManager.class)
    TokenSourceAuthorizedClientManager reactiveTokenAuthorizedClientManager(
            ReactiveClientRegistrationRepository registrations, TokenClients clients) {
        return TokenSourceAuthorizedClientManager.of(registrations)
                .customize((registration, builder) -> clients.customize(registration.getRegistrationId(), builder));
    }
}
