package dev.reactivetoken.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownProviderTest {

    @ParameterizedTest
    @EnumSource
    void an_entry_is_named_as_its_provider_and_says_what_can_be_tried(KnownProvider known) {
        assertThat(known).hasToString(known.provider().name()).isSameAs(KnownProvider.of(known.toString()));
        assertThat(KnownProvider.names()).contains(known.toString());
        assertThat(known.scopes()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(known.examplePath()).startsWith("/");
        assertThat(known.provider().resourceOrigins()).isNotEmpty();
    }

    @Test
    void an_unknown_name_is_told_with_the_nearest_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownProvider.of("baracuda-uk"))
                .withMessage("unknown provider (did you mean barracuda-uk?); there are barracuda-us, barracuda-uk,"
                        + " echoplatform-us, echoplatform-uk");
    }
}
