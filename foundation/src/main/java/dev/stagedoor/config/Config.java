// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.api.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read and checked as a whole: each section is a record whose components are its keys.
 *
 * <p>A key of the file's section {@code http} is {@code STAGEDOOR_HTTP_…} in the environment, which takes precedence
 * over the file. A secret {@code database.password} may also be a file, named by {@code database.password_file} or
 * {@code STAGEDOOR_DATABASE_PASSWORD_FILE}.
 */
public final class Config {
    private final Map<String, Record> sections;

    private Config(Map<String, Record> sections) {
        this.sections = sections;
    }

    /**
     * Reads the configuration.
     *
     * @param file     the YAML file, or null for none
     * @param env      the environment
     * @param sections the known sections and their records
     * @param foreign  variables that begin with {@code STAGEDOOR_} and belong to another program, such as the CLI
     * @throws ConfigRefused with all problems
     */
    public static Config load(
            @Nullable Path file,
            Map<String, String> env,
            Map<String, ? extends Class<? extends Record>> sections,
            Set<String> foreign) {
        List<String> problems = new ArrayList<>();
        Map<String, Found> written = file == null ? Map.of() : YamlFile.read(file, problems);
        List<Key> keys = new ArrayList<>();
        sections.forEach((name, type) -> keys.addAll(Key.of(name, type)));
        requireKnown(written, env, keys, foreign, problems);
        Map<String, Found> found = new HashMap<>(written);
        keys.forEach(key -> environment(key, env, found, problems));
        Binder binder = new Binder(found, problems);
        Map<String, Record> bound = new LinkedHashMap<>();
        sections.forEach((name, type) -> binder.bind(name, type).ifPresent(record -> bound.put(name, record)));
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        return new Config(bound);
    }

    /** A section's record with each key at its default. Every default configuration is made this way. */
    public static <T extends Record> T defaults(Class<T> type) {
        return load(null, Map.of(), Map.of("defaults", type), Set.of()).section("defaults", type);
    }

    /** The section's record. */
    public <T extends Record> T section(String name, Class<T> type) {
        return type.cast(Optional.ofNullable(sections.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no section " + name + " was loaded")));
    }

    /** The environment takes precedence over the file. */
    private static void environment(Key key, Map<String, String> env, Map<String, Found> found, List<String> problems) {
        String value = env.get(key.variable());
        if (value != null) {
            found.put(key.path(), Found.text(value, "environment variable " + key.variable(), true));
            found.remove(key.filePath());
        }
        String file = key.isSecret() ? env.get(key.fileVariable()) : null;
        if (file != null) {
            if (value != null) {
                problems.add(key.variable() + " and " + key.fileVariable() + " are both set; set only one");
            }
            found.put(key.filePath(), Found.text(file, "environment variable " + key.fileVariable(), true));
            found.remove(key.path());
        }
    }

    private static void requireKnown(
            Map<String, Found> written,
            Map<String, String> env,
            List<Key> keys,
            Set<String> foreign,
            List<String> problems) {
        Set<String> paths = new TreeSet<>();
        Set<String> variables = new TreeSet<>();
        for (Key key : keys) {
            requireNew(variables.add(key.variable()), key);
            requireNew(paths.add(key.path()), key);
            if (key.isSecret()) {
                requireNew(variables.add(key.fileVariable()), key);
                requireNew(paths.add(key.filePath()), key);
            }
        }
        written.forEach((path, found) -> {
            if (!paths.contains(path)) {
                problems.add(path + " (" + found.where() + "): unknown key" + meant(path, paths));
            }
        });
        Set<String> others = new HashSet<>(foreign);
        for (String variable : new TreeSet<>(env.keySet())) {
            if (variable.startsWith("STAGEDOOR_") && !variables.contains(variable) && !others.contains(variable)) {
                problems.add(variable + " (environment variable): unknown key" + meant(variable, variables));
            }
        }
    }

    private static void requireNew(boolean isNew, Key key) {
        if (!isNew) {
            throw new IllegalArgumentException("two keys are " + key.path() + ", or " + key.variable());
        }
    }

    private static String meant(String name, Set<String> known) {
        return Nearest.to(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }
}
