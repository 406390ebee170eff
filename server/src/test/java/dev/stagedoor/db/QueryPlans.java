// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.db.SeenStatements.Statement;
import dev.stagedoor.json.Json;
import dev.stagedoor.postgres.PostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * PostgreSQL's plans of statements, for parameters of any value, as the role that executes them: which indexes they use, and
 * of functions the plans of what is in them.
 */
final class QueryPlans implements AutoCloseable {
    /** What is said of a table that is read from one end to the other. */
    static final String WHOLE = "ALL OF ";

    /** What is said of an index that is not entered at a place. */
    static final String IN_ORDER = " in its order";

    /** A statement's next part: what is not quoted, up to a semicolon. */
    private static final Pattern PART = Pattern.compile("(?:'[^']*'|[^;']++)++");

    private static final Pattern PARAMETER = Pattern.compile("'[^']*'|\\?");

    /** A query of a PL/pgSQL function. */
    private static final Pattern INTO = Pattern.compile("SELECT ([^;]*?) INTO \\w+\\s+(FROM [^;]*);");

    private static final String FUNCTIONS = """
        SELECT p.proname AS name, l.lanname = 'sql' AS is_sql, p.prosrc AS body, p.proargnames AS names,
               ARRAY(SELECT format_type(t, NULL)
                       FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, nth) ORDER BY nth) AS types,
               p.proowner::regrole::text AS owner, p.prosecdef AS as_owner
          FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
         WHERE p.pronamespace = to_regnamespace('stagedoor') AND p.prorettype <> 'trigger'::regtype\
        """;

    private final Connection connection;
    private final List<Function> functions = new ArrayList<>();
    private final Set<String> tables = new TreeSet<>();

    /** In that database. In simple mode, since PostgreSQL's driver would want to bind what is only explained. */
    QueryPlans(TestDatabase database) throws SQLException {
        connection = DriverManager.getConnection(
                database.jdbcUrl() + "?preferQueryMode=simple",
                PostgresExtension.adminUser(),
                PostgresExtension.adminPassword().revealText());
        connection.setSchema(Migrations.SCHEMA);
        try (java.sql.Statement look = connection.createStatement();
                ResultSet rows = look.executeQuery(FUNCTIONS)) {
            while (rows.next()) {
                functions.add(Function.of(rows));
            }
        }
    }

    /** A line for each statement and each function that one calls: who, and what is read how. */
    Set<String> of(List<Statement> statements) throws SQLException {
        Set<String> lines = new TreeSet<>();
        for (Statement statement : statements) {
            lines.add(statement.by() + ": " + said(reads(statement)));
        }
        Set<String> called = called(statements.stream().map(Statement::sql).collect(Collectors.joining("\n")));
        for (Function function : functions) {
            if (called.contains(function.name())) {
                lines.add("function " + function.name() + ": " + said(within(function)));
            }
        }
        return lines;
    }

    /** The tables that the statements so far read or write. */
    Set<String> tables() {
        return Set.copyOf(tables);
    }

    private Set<String> reads(Statement statement) throws SQLException {
        Set<String> found = new TreeSet<>();
        called(statement.sql()).forEach(name -> found.add("function " + name));
        int at = 0;
        for (String part :
                PART.matcher(statement.sql()).results().map(MatchResult::group).toList()) {
            List<String> types = statement.types().subList(at, statement.types().size());
            StringBuilder typed = new StringBuilder();
            at += typed(part, types, typed);
            if (!part.isBlank() && !part.strip().equalsIgnoreCase("COMMIT")) {
                explain(statement.role().in(TestDatabase.PREFIX), typed.toString(), found);
            }
        }
        return found;
    }

    private static String said(Set<String> found) {
        return found.isEmpty() ? "reads no table" : String.join(", ", found);
    }

    /** The part with {@code $1::type} for {@code ?}; returns how many there were. */
    private static int typed(String part, List<String> types, StringBuilder typed) {
        int[] count = {0};
        typed.append(PARAMETER.matcher(part).replaceAll(found -> {
            boolean parameter = found.group().equals("?");
            String replaced = parameter ? "$" + (count[0] + 1) + "::" + types.get(count[0]) : found.group();
            count[0] += parameter ? 1 : 0;
            return Matcher.quoteReplacement(replaced);
        }));
        return count[0];
    }

    private void explain(String role, String sql, Set<String> found) throws SQLException {
        try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE " + role);
            try (ResultSet plan = statement.executeQuery("EXPLAIN (GENERIC_PLAN, COSTS OFF, FORMAT JSON) " + sql)) {
                plan.next();
                collect(Json.read(plan.getString(1), JsonNode.class).get(0).get("Plan"), found);
            }
        } catch (SQLException e) {
            throw new SQLException(sql, e);
        }
    }

    private void collect(JsonNode node, Set<String> found) {
        String table = node.path("Relation Name").asText("");
        if (!table.isEmpty()) {
            tables.add(table);
        }
        if (node.path("Node Type").asText().equals("Seq Scan")) {
            found.add(WHOLE + withoutMonth(table));
        }
        if (node.has("Index Name")) {
            String index = withoutMonth(node.get("Index Name").asText());
            found.add(node.has("Index Cond") ? index : index + IN_ORDER);
        }
        node.path("Plans").forEach(below -> collect(below, found));
    }

    /** There are other parts each month. */
    private static String withoutMonth(String name) {
        return name.replaceFirst("_\\d{4}_\\d\\d(?=_|$)", "_MONTH");
    }

    private Set<String> called(String sql) {
        return functions.stream()
                .map(Function::name)
                .filter(name ->
                        Pattern.compile("\\b" + name + "\\(").matcher(sql).find())
                .filter(name -> !name.equals("current_tenant"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The function's queries, as whom it runs. */
    private Set<String> within(Function function) throws SQLException {
        Set<String> found = new TreeSet<>();
        for (String query : function.queries()) {
            explain(function.runsAs(), query, found);
        }
        return found;
    }

    /**
     * A function of the schema.
     *
     * @param name      its name
     * @param isSql     whether it is written in SQL, and not in PL/pgSQL
     * @param body      its text
     * @param arguments the names and types of its arguments
     * @param runsAs    as whom it runs
     */
    private record Function(
            String name, boolean isSql, String body, List<Map.Entry<String, String>> arguments, String runsAs) {
        static Function of(ResultSet row) throws SQLException {
            String[] types = (String[]) row.getArray("types").getArray();
            java.sql.Array named = row.getArray("names");
            String[] names = named == null ? new String[0] : (String[]) named.getArray();
            List<Map.Entry<String, String>> arguments = new ArrayList<>();
            for (int i = 0; i < types.length; i++) {
                arguments.add(Map.entry(names[i], types[i]));
            }
            return new Function(
                    row.getString("name"),
                    row.getBoolean("is_sql"),
                    row.getString("body"),
                    arguments,
                    row.getBoolean("as_owner") ? row.getString("owner") : Role.APP.in(TestDatabase.PREFIX));
        }

        /** With {@code $1::type} for its arguments. */
        List<String> queries() {
            String typed = body;
            for (int i = 0; i < arguments.size(); i++) {
                Map.Entry<String, String> argument = arguments.get(i);
                typed = typed.replaceAll(
                        "\\b" + argument.getKey() + "\\b", "\\$" + (i + 1) + "::" + argument.getValue());
            }
            return isSql
                    ? List.of(typed)
                    : INTO.matcher(typed)
                            .results()
                            .map(query -> "SELECT " + query.group(1) + ' ' + query.group(2))
                            .toList();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
