package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import java.util.Map;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code tokens} of Actuator. */
@AutoConfiguration(after = ReactiveTokenAutoConfiguration.class)
@ConditionalOnClass({SanitizingFunction.class, ConditionalOnAvailableEndpoint.class})
class ReactiveTokenEndpointAutoConfiguration {

    @Bean
    @ConditionalOnBean(ReactiveTokenSource.class)
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    TokensEndpoint tokensEndpoint(Map<String, ReactiveTokenSource> sources) {
        return new TokensEndpoint(ClientBeans.SOURCE.byClient(sources));
    }

    /** Hides secrets also where the endpoints env and configprops show values. */
    @Bean
    SanitizingFunction reactiveTokenSanitizingFunction() {
        return SanitizingFunction.sanitizeValue().ifKeyMatches(SecretProperties::isSecret);
    }
}
