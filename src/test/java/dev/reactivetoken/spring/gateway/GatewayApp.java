package dev.reactivetoken.spring.gateway;

import dev.reactivetoken.bearer.BearerCall;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayNoLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

/** A real gateway on loopback, its routes in properties, by default with one connection to each upstream. */
final class GatewayApp implements AutoCloseable {

    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

    private final ReactiveWebServerApplicationContext context;

    /** An application with no more of Spring Boot than a gateway needs, so that it starts fast. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        ConfigurationPropertiesAutoConfiguration.class,
        PropertyPlaceholderAutoConfiguration.class,
        SslAutoConfiguration.class,
        HttpHandlerAutoConfiguration.class,
        WebFluxAutoConfiguration.class,
        ErrorWebFluxAutoConfiguration.class,
        NettyReactiveWebServerAutoConfiguration.class,
        GatewayAutoConfiguration.class,
        GatewayNoLoadBalancerClientAutoConfiguration.class
    })
    static class Application {

        @Bean
        ClientCredentialsGatewayFilterFactory clientCredentials(Map<String, BearerCall> calls) {
            return new ClientCredentialsGatewayFilterFactory(calls);
        }

        /** Threads and connections of its own, which end without a quiet period. */
        @Bean
        ReactorResourceFactory resources() {
            ReactorResourceFactory resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        }
    }

    /** Collects routes. */
    static final class Builder {

        private final Map<String, Object> properties = new HashMap<>(Map.of(
                "spring.main.web-application-type", "reactive",
                "spring.main.banner-mode", "off",
                "server.port", "0",
                "server.shutdown", "immediate",
                "server.address", "127.0.0.1",
                "logging.level.root", "warn",
                "spring.cloud.gateway.server.webflux.httpclient.pool.type", "fixed",
                "spring.cloud.gateway.server.webflux.httpclient.pool.max-connections", "1"));
        private final SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class);
        private int routes;

        Builder call(String name, BearerCall call) {
            application.initializers(
                    context -> ((GenericApplicationContext) context).registerBean(name, BearerCall.class, () -> call));
            return this;
        }

        Builder client(HttpClientCustomizer change) {
            application.initializers(context ->
                    ((GenericApplicationContext) context).registerBean(HttpClientCustomizer.class, () -> change));
            return this;
        }

        Builder bean(Class<?> type) {
            application.sources(type);
            return this;
        }

        Builder connections(int most) {
            properties.put("spring.cloud.gateway.server.webflux.httpclient.pool.max-connections", most);
            return this;
        }

        Builder route(String path, String uri, String... filters) {
            String route = ROUTES + "[" + routes++ + "]";
            properties.put(route + ".id", "route" + path.replaceAll("\\W", ""));
            properties.put(route + ".uri", uri);
            properties.put(route + ".predicates[0]", "Path=" + path);
            for (int i = 0; i < filters.length; i++) {
                properties.put(route + ".filters[" + i + "]", filters[i]);
            }
            return this;
        }

        GatewayApp start() {
            return new GatewayApp(application.properties(properties).run());
        }
    }

    private GatewayApp(ConfigurableApplicationContext context) {
        this.context = (ReactiveWebServerApplicationContext) context;
    }

    static Builder builder() {
        return new Builder();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + context.getWebServer().getPort() + path);
    }

    RouteLocator routes() {
        return bean(RouteLocator.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
