package dev.stagedoor.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list. */
public record ListOf<T>(
        List<T> items,
        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.")
        @Nullable String next) {}
