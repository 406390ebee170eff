// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Problem;
import org.junit.jupiter.api.Test;

/** I7: open sockets are counted per tenant and per key. */
class OpenSocketsTest {
    private final OpenSockets sockets = new OpenSockets("WebSockets", 3, 2);

    @Test
    void a_key_does_not_take_the_places_of_the_tenants_other_keys() {
        sockets.take("acme", "key:1");
        sockets.take("acme", "key:1");

        assertThatThrownBy(() -> sockets.take("acme", "key:1"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("This key has 2 open WebSockets already.");
        assertThat(sockets.take("acme", "key:2")).isNotNull();
    }

    @Test
    void a_tenant_does_not_take_the_places_of_others() {
        sockets.take("acme", "key:1");
        sockets.take("acme", "key:2");
        sockets.take("acme", "key:3");

        assertThatThrownBy(() -> sockets.take("acme", "key:4"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("This tenant has 3 open WebSockets already.");
        assertThat(sockets.take("globex", "key:5")).isNotNull();
    }

    @Test
    void a_place_is_given_back_once() {
        OpenSockets.Place place = sockets.take("acme", "key:1");
        sockets.take("acme", "key:1");
        place.close();
        place.close();
        sockets.take("acme", "key:1");

        assertThatThrownBy(() -> sockets.take("acme", "key:1")).isInstanceOf(Problem.class);
    }
}
