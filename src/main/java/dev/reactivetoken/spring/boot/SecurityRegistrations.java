package dev.reactivetoken.spring.boot;

import dev.reactivetoken.spring.security.ClientRegistrationSource;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.util.function.SingletonSupplier;

/** The registrations under {@code spring.security.oauth2.client.registration}. */
final class SecurityRegistrations implements ClientRegistrations {

    /** Read on demand and once: one that names its issuer is discovered over the network. */
    private final SingletonSupplier<Map<String, ClientRegistration>> registrations;

    SecurityRegistrations(OAuth2ClientProperties properties) {
        OAuth2ClientPropertiesMapper mapper = new OAuth2ClientPropertiesMapper(properties);
        this.registrations = SingletonSupplier.of(mapper::asClientRegistrations);
    }

    @Override
    public Registered find(String id) {
        Map<String, ClientRegistration> known = registrations.obtain();
        ClientRegistration registration = known.get(id);
        if (registration == null) {
            throw new IllegalArgumentException("there is no client registration '" + id + "', but " + known.keySet());
        }
        return new Registered(
                ClientRegistrationSource.builder(registration),
                URI.create(registration.getProviderDetails().getTokenUri()));
    }
}
