package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

/** The health of every source, by the name of its client. */
@AutoConfiguration(after = ReactiveTokenAutoConfiguration.class)
@ConditionalOnClass({ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ReactiveTokenSource.class)
@ConditionalOnEnabledHealthIndicator("tokens")
class ReactiveTokenHealthAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "tokensHealthContributor")
    CompositeReactiveHealthContributor tokensHealthContributor(Map<String, ReactiveTokenSource> sources) {
        return CompositeReactiveHealthContributor.fromMap(
                ClientBeans.SOURCE.byClient(sources), TokenHealthIndicator::new);
    }
}
