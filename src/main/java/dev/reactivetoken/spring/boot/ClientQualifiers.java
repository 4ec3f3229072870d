package dev.reactivetoken.spring.boot;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.Environment;

/** Gives each bean of a client the client's name as its qualifier, which a BeanRegistrar cannot do. */
final class ClientQualifiers implements BeanFactoryPostProcessor {

    private final Environment environment;

    ClientQualifiers(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            return; // AOT refuses qualifiers on beans of a BeanRegistrar; they are added when the application runs
        }
        for (String client : ClientNames.in(environment)) {
            for (ClientBeans kind : ClientBeans.values()) {
                qualify(kind.of(client), client, beans);
            }
        }
    }

    private static void qualify(String bean, String client, ConfigurableListableBeanFactory beans) {
        if (beans.containsBeanDefinition(bean)
                && beans.getBeanDefinition(bean) instanceof AbstractBeanDefinition definition) {
            definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client));
        }
    }
}
