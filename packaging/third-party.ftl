Stagedoor ships these libraries, unchanged, in lib/ and lib/dev/. Their licence texts and
notices are in THIRD-PARTY-LICENSES.txt.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
<#if project.groupId != "dev.stagedoor">
${project.groupId}:${project.artifactId} ${project.version}
    licence: ${entry.getValue()?join(", ")}
<#if project.url??>
    home: ${project.url}
</#if>
</#if>
</#list>
