package dev.reactivetoken.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownNamesTest {

    private final KnownNames<Integer> numbers =
            new KnownNames<>("number", Map.of("twenty-one", 21), Map.of("xxi", 21, "blackjack", 21));

    @ParameterizedTest
    @ValueSource(strings = {"twenty-one", "twenty_one", "TWENTY_ONE", "xxi", "Blackjack"})
    void a_value_is_found_by_its_name_and_its_aliases_however_they_are_written(String name) {
        assertThat(numbers.get(name)).isEqualTo(21);
    }

    @Test
    void aliases_are_not_told() {
        assertThat(numbers.names()).containsExactly("twenty-one");
    }

    @ParameterizedTest
    @CsvSource({"twenty-oen", "twentyone", "TWENTY-ON", "plenty-one"})
    void an_unknown_name_is_told_with_the_nearest_one(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.get(name))
                .withMessage("unknown number (did you mean twenty-one?); there are twenty-one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "one", "thirty", "one hundred and twenty-two"})
    void or_without_where_none_is_near(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.get(name))
                .withMessage("unknown number; there are twenty-one");
    }
}
