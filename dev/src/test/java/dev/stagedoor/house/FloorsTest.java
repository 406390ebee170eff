// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.stagedoor.app.Server;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.postgres.EmbeddedPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors of ARCHITECTURE.md: imports only go downstairs. */
class FloorsTest {
    private static final Pattern DRAWING = Pattern.compile("```\\n(app .*?)```", Pattern.DOTALL);

    /** The main classes of the modules that have floors, and nothing else. */
    private static final JavaClasses SERVER = new ClassFileImporter()
            .importUrls(Stream.of(
                            Secret.class, EmbeddedPostgres.class, Database.class, Server.class, Installation.class)
                    .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                    .distinct()
                    .toList())
            .that(DescribedPredicate.describe("are in the house", type -> !Floors.BESIDE.contains(feature(type))));

    @Test
    void imports_only_go_downstairs() {
        List<String> upstairs = new ArrayList<>();
        for (JavaClass type : SERVER) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                upstairs(type, dependency).ifPresent(upstairs::add);
            }
        }
        assertThat(upstairs).as("imports that do not go downstairs").isEmpty();
    }

    private static Optional<String> upstairs(JavaClass from, Dependency dependency) {
        String here = feature(from);
        String there = feature(dependency.getTargetClass());
        return Floors.mayImport(here, there)
                ? Optional.empty()
                : Optional.of(here + " -> " + there + ": " + dependency.getDescription());
    }

    @Test
    void every_package_has_a_floor() {
        TreeSet<String> homeless = new TreeSet<>();
        for (JavaClass type : SERVER) {
            if (!Floors.has(feature(type))) {
                homeless.add(type.getPackageName());
            }
        }
        assertThat(homeless).as("packages without a floor").isEmpty();
    }

    @Test
    void architecture_shows_the_same_floors() {
        String text = Golden.read("ARCHITECTURE.md");
        Matcher drawing = DRAWING.matcher(text);
        assertThat(drawing.find()).as("ARCHITECTURE.md has a drawing").isTrue();
        Golden.compare(
                "ARCHITECTURE.md",
                text.substring(0, drawing.start(1)) + Floors.drawing() + text.substring(drawing.end(1)));
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.stagedoor.(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void what_a_dispatch_does_next_is_decided_without_io() {
        classes()
                .that()
                .resideInAPackage("dev.stagedoor.dispatch.plan")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stagedoor.dispatch.plan",
                        "dev.stagedoor.kernel",
                        "dev.stagedoor.config",
                        "java.lang..",
                        "java.time",
                        "java.util..",
                        "org.jspecify..")
                .check(SERVER);
    }

    @Test
    void what_a_run_asks_next_is_decided_without_io() {
        classes()
                .that()
                .resideInAPackage("dev.stagedoor.orchestration.pattern")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.stagedoor.orchestration.pattern",
                        "dev.stagedoor.api.orchestration",
                        "com.fasterxml.jackson.databind..",
                        "java.lang..",
                        "java.time",
                        "java.util..",
                        "org.jspecify..")
                .check(SERVER);
    }

    @Test
    void stores_and_routes_stay_behind_the_wall_of_their_package() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are stores or routes") {
                    @Override
                    public boolean test(JavaClass type) {
                        String name = type.getSimpleName();
                        return name.endsWith("Store")
                                || (name.endsWith("Routes") && !feature(type).equals("http"));
                    }
                })
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(SERVER);
    }

    /**
     * A phone call has no request of the API, so a door that more than HTTP calls takes commands of its own. Tenants and
     * keys are made by operators' requests only, and take those. Views and credential kinds translate; a pattern says what
     * its result looks like.
     */
    @Test
    void doors_take_and_return_values_of_their_feature() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages(
                        "dev.stagedoor.tenants",
                        "dev.stagedoor.access",
                        "dev.stagedoor.orchestration.pattern",
                        "dev.stagedoor.cli..")
                .and()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(".*(Views|Kind)")
                .should(new ArchCondition<>("use no message of the API") {
                    @Override
                    public void check(JavaMethod method, ConditionEvents events) {
                        Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
                                .filter(type -> type.getPackageName().startsWith("dev.stagedoor.api") && !type.isEnum())
                                .forEach(type -> events.add(SimpleConditionEvent.violated(
                                        method, method.getFullName() + " uses " + type.getName())));
                    }
                })
                .check(SERVER);
    }

    @Test
    void only_stores_and_the_database_itself_speak_sql() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .resideOutsideOfPackages("dev.stagedoor.db", "dev.stagedoor.postgres")
                .should()
                .callMethodWhere(new DescribedPredicate<>("it is a statement of JDBI") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                        return call.getTargetOwner().getName().equals("org.jdbi.v3.core.Handle")
                                || (call.getTargetOwner().isEquivalentTo(Tx.class)
                                        && Set.of("query", "update", "connection")
                                                .contains(call.getName()));
                    }
                })
                .check(SERVER);
    }

    @Test
    void stores_know_nothing_of_http() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.stagedoor.http..")
                .check(SERVER);
    }

    @Test
    void only_stores_read_and_write_stored_json() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Store")
                .and()
                .haveSimpleNameNotStartingWith("Stored")
                .and()
                .resideOutsideOfPackage("dev.stagedoor.json")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(StoredJson.class)
                .check(SERVER);
    }

    /** E3. */
    @Test
    void time_comes_from_a_clock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(SERVER);
    }

    /** A tree's own text is written with buffers that Jackson keeps for each thread, and each request and page has one here. */
    @Test
    void trees_are_written_by_our_mapper() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.stagedoor.orchestration.pattern")
                .should()
                .callMethod(JsonNode.class, "toString")
                .orShould()
                .callMethod(ObjectNode.class, "toString")
                .orShould()
                .callMethod(ArrayNode.class, "toString")
                .check(SERVER);
    }

    /** The feature a class belongs to: the part of its package after {@code dev.stagedoor}. */
    private static String feature(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith("dev.stagedoor.")) {
            return "";
        }
        String rest = name.substring("dev.stagedoor.".length());
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }
}
