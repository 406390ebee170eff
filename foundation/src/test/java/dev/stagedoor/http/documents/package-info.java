// SPDX-License-Identifier: Apache-2.0
/** Tests of the documents generated from the route table. */
@NullMarked
package dev.stagedoor.http.documents;

import org.jspecify.annotations.NullMarked;
