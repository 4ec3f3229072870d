package dev.reactivetoken.spring.boot;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.spring.gateway.ClientCredentialsGatewayFilterFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.context.annotation.Bean;

/** The filter {@code - ClientCredentials=orders} for the routes of Spring Cloud Gateway, by the name of the client. */
@AutoConfiguration(after = ReactiveTokenAutoConfiguration.class)
@ConditionalOnClass({AbstractGatewayFilterFactory.class, ConditionalOnEnabledFilter.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "spring.cloud.gateway.server.webflux.enabled", matchIfMissing = true)
class ReactiveTokenGatewayAutoConfiguration {

    /** Also without a client: a route that names one fails with the reason. */
    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnEnabledFilter
    ClientCredentialsGatewayFilterFactory reactiveTokenGatewayFilterFactory(ListableBeanFactory beans) {
        return new ClientCredentialsGatewayFilterFactory(
                ClientBeans.CALL.byClient(beans.getBeansOfType(BearerCall.class)));
    }
}
