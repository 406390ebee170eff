// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Scope;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The documents match the routes and their records, in a fixed order. */
class DocumentsTest {
    enum Mode {
        VOICE,
        TEXT_ONLY
    }

    record Limits(@Nullable @Min(1) @Max(10) Integer maxCalls) {}

    record NewThing(
            @NotNull @Size(min = 1, max = 64) @Pattern(regexp = "[a-z-]+", message = "must be letters and hyphens")
            String slugName,

            @Nullable Mode mode,
            @Nullable Limits limits,
            @Nullable List<@NotNull Limits> others,
            @Nullable Map<String, String> attributes) {}

    record Thing(String id, Instant createdAt, @Nullable Mode mode) {}

    private static final List<Route<?>> ROUTES = Route.alsoUnderTenant(List.of(
            Route.post("/api/v1/things", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("thing.create", "Creates a thing")
                    .takes(NewThing.class)
                    .answers(Thing.class)
                    .by((x, body) -> Reply.nothing()),
            Route.get("/api/v1/things", new Access.Publishable(Scope.AGENTS_READ))
                    .named("thing.list", "Lists <things>")
                    .answers(Thing.class)
                    .query(Route.PAGED)
                    .by(x -> Reply.nothing())));

    private static final List<Route<?>> TABLE = PlatformRoutes.table(
            ROUTES, new Health(Map.of()), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1.2.3");

    @Test
    void the_schema_of_a_record_is_what_the_server_checks() {
        JsonNode thing = schemas().get("NewThing");

        assertThat(thing.at("/properties/slug_name/type").asText()).isEqualTo("string");
        assertThat(thing.at("/properties/slug_name/minLength").asInt()).isEqualTo(1);
        assertThat(thing.at("/properties/slug_name/maxLength").asInt()).isEqualTo(64);
        assertThat(thing.at("/properties/slug_name/pattern").asText()).isEqualTo("^(?:[a-z-]+)$");
        assertThat(thing.get("required")).hasSize(1);
        assertThat(thing.at("/required/0").asText()).isEqualTo("slug_name");
        assertThat(thing.at("/properties/mode/enum")).hasToString("[\"voice\",\"text_only\"]");
        assertThat(thing.at("/properties/limits/$ref").asText()).isEqualTo("#/components/schemas/Limits");
        assertThat(thing.at("/properties/others/items/$ref").asText()).isEqualTo("#/components/schemas/Limits");
        assertThat(thing.at("/properties/attributes/additionalProperties/type").asText())
                .isEqualTo("string");
        assertThat(schemas().at("/Limits/properties/max_calls/maximum").asInt()).isEqualTo(10);
    }

    @Test
    void what_an_answer_never_leaves_out_is_required() {
        JsonNode thing = schemas().get("Thing");

        assertThat(thing.get("required")).hasToString("[\"created_at\",\"id\"]");
        assertThat(thing.at("/properties/created_at/format").asText()).isEqualTo("date-time");
    }

    @Test
    void every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
        JsonNode document = document(TABLE);
        Set<String> ids = new HashSet<>();

        for (JsonNode ref : document.findValues("$ref")) {
            assertThat(document.at(ref.asText().substring(1)).isMissingNode())
                    .as(ref.asText())
                    .isFalse();
        }
        for (JsonNode id : document.findValues("operationId")) {
            assertThat(ids.add(id.asText())).as(id.asText()).isTrue();
        }
        assertThat(ids).hasSize(TABLE.size());
    }

    @Test
    void an_operation_names_its_parameters_its_key_and_its_errors() {
        JsonNode list = document(TABLE).at("/paths/~1api~1v1~1tenants~1{tenant}~1things/get");

        assertThat(list.at("/parameters/0/name").asText()).isEqualTo("tenant");
        assertThat(list.at("/parameters/1/name").asText()).isEqualTo("limit");
        assertThat(list.at("/parameters/2/name").asText()).isEqualTo("after");
        assertThat(list.at("/security/0").has("key")).isTrue();
        assertThat(list.at("/responses/default/$ref").asText()).isEqualTo("#/components/responses/Problem");
        assertThat(document(TABLE).at("/paths/~1health~1live/get/security")).isEmpty();
    }

    @Test
    void an_answer_is_shown_with_its_example() {
        Thing example = new Thing("thing_1", Instant.parse("2026-03-01T12:00:00Z"), Mode.VOICE);
        Route<?> shown = Route.get("/api/v1/things/{id}", new Access.TenantScope(Scope.AGENTS_READ))
                .named("thing.show", "Shows a thing")
                .answers(Answer.Json.like(example))
                .by(x -> Reply.nothing());

        JsonNode json = document(List.of(shown))
                .at("/paths/~1api~1v1~1things~1{id}/get/responses/2XX/content/application~1json");

        assertThat(json.get("example")).hasToString(Json.text(example));
        assertThat(json.at("/schema/$ref").asText()).isEqualTo("#/components/schemas/Thing");
    }

    @Test
    void the_two_places_of_a_route_are_told_apart_in_the_contents() {
        JsonNode paths = document(TABLE).at("/paths");

        assertThat(paths.at("/~1api~1v1~1things/get/summary").asText()).isEqualTo("Lists <things>");
        assertThat(paths.at("/~1api~1v1~1tenants~1{tenant}~1things/get/summary").asText())
                .isEqualTo("Lists <things>, for a named tenant");
    }

    @Test
    void the_documents_do_not_depend_on_the_order_of_the_table() {
        List<Route<?>> backwards = new ArrayList<>(TABLE);
        Collections.reverse(backwards);

        assertThat(OpenApi.document(backwards)).isEqualTo(OpenApi.document(TABLE));
        assertThat(RouteTable.text(backwards)).isEqualTo(RouteTable.text(TABLE));
    }

    @Test
    void the_route_table_is_a_line_for_each_route() {
        assertThat(RouteTable.text(ROUTES)).isEqualTo("""
            GET     /api/v1/tenants/{tenant}/things  publishable:agents:read  thing.list
            POST    /api/v1/tenants/{tenant}/things  tenant:agents:write      thing.create
            GET     /api/v1/things                   publishable:agents:read  thing.list
            POST    /api/v1/things                   tenant:agents:write      thing.create
            """);
    }

    @Test
    void each_feature_has_one_section_and_every_section_is_named() {
        JsonNode document = document(TABLE);

        assertThat(document.at("/tags").findValuesAsText("name")).containsExactly("Things", "Platform");
        assertThat(document.at("/paths/~1api~1v1~1things/get/tags")).hasToString("[\"Things\"]");
        assertThat(document.at("/paths/~1metrics/get/tags")).hasToString("[\"Platform\"]");
    }

    @Test
    void every_section_of_the_product_has_a_place_and_a_sentence() throws IOException {
        for (JsonNode tag : product().get("tags")) {
            assertThat(tag.get("description").asText())
                    .as(tag.get("name").asText())
                    .endsWith(".");
        }
    }

    @Test
    void records_of_one_name_are_told_apart_by_their_feature_whatever_else_there_is() throws IOException {
        assertThat(product().at("/components/schemas").fieldNames())
                .toIterable()
                .contains("TokenAnswer", "OidcTokenAnswer", "AuditHead", "DeletionReceiptAuditHead")
                .allMatch(name -> name.matches("[A-Z][A-Za-z]*"), "is a name");

        Route<?> one = answering("one", TokenAnswer.class);
        Route<?> other = answering("other", dev.stagedoor.api.oidc.TokenAnswer.class);

        for (List<Route<?>> routes : List.<List<Route<?>>>of(List.of(one, other), List.of(other, one))) {
            JsonNode paths = document(routes).at("/paths");
            assertThat(paths.at("/~1one/get").findValuesAsText("$ref")).contains("#/components/schemas/TokenAnswer");
            assertThat(paths.at("/~1other/get").findValuesAsText("$ref"))
                    .contains("#/components/schemas/OidcTokenAnswer");
        }
    }

    private static Route<?> answering(String name, Class<?> type) {
        return Route.get("/" + name, new Access.Anyone())
                .named(name + ".show", "Shows one")
                .answers(type)
                .by(x -> Reply.nothing());
    }

    /** The document of the whole product, as it was reviewed. */
    private static JsonNode product() throws IOException {
        return Json.read(Files.readString(Path.of("../docs/api/openapi.json")), JsonNode.class);
    }

    @Test
    void every_error_code_is_explained() {
        String about = document(TABLE).at("/info/description").asText();

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(about).contains("| " + code.status() + " | `" + code.wire() + "` | " + code.title() + " |");
        }
    }

    @Test
    void every_scope_is_explained_under_the_heading_that_a_refusal_links_to() {
        String about = document(TABLE).at("/info/description").asText();

        assertThat(about.substring(about.indexOf("## Scopes"))).contains(ScopeTable.markdown());
        for (Scope scope : Scope.values()) {
            assertThat(ScopeTable.markdown()).contains("| `" + scope.wire() + "` | " + scope.lets() + " |");
        }
    }

    private static JsonNode document(List<Route<?>> routes) {
        return Json.read(OpenApi.document(routes), JsonNode.class);
    }

    private static JsonNode schemas() {
        return document(TABLE).at("/components/schemas");
    }
}
