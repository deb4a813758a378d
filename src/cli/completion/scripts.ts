/** The script of each shell. All of them ask the command itself, and take what it prints as words, never as code. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `# hoosegow for bash: eval "$(hoosegow completion bash)" in ~/.bashrc
_hoosegow() {
  local line cur="\${COMP_WORDS[COMP_CWORD]}" files='' words=()
  local -a all
  # Bash cuts words at = and :, which are parts of ours.
  read -ra all <<< "\${COMP_LINE:0:COMP_POINT}"
  [[ "\${COMP_LINE:0:COMP_POINT}" == *[[:space:]] ]] && all+=('')
  while IFS= read -r line; do
    case "$line" in
      :files*) files="\${line#:files}" ;;
      :folders) files=folders ;;
      ?*) words+=("$line") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${all[@]:1}" 2>/dev/null)
  COMPREPLY=("\${words[@]}")
  if [[ "$files" == folders ]]; then
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur")
    compopt -o filenames 2>/dev/null
  elif [[ -n "$files" ]]; then
    while IFS= read -r line; do
      [[ "$files" == '*' || "$line" == *"$files" || -d "$line" ]] && COMPREPLY+=("$line")
    done < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null
  fi
  return 0
}
complete -F _hoosegow hoosegow
`,
  zsh: `#compdef hoosegow
# hoosegow for zsh: source <(hoosegow completion zsh) in ~/.zshrc, behind compinit
_hoosegow() {
  local line files=''
  local -a found
  while IFS= read -r line; do
    case "$line" in
      :files*) files="\${line#:files}" ;;
      :folders) files=folders ;;
      ?*) found+=("$line") ;;
    esac
  done < <("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && compadd -- "\${found[@]}"
  if [[ "$files" == folders ]]; then _files -/
  elif [[ "$files" == '*' ]]; then _files
  elif [[ -n "$files" ]]; then _files -g "*$files"
  fi
}
compdef _hoosegow hoosegow
`,
  fish: `# hoosegow for fish: hoosegow completion fish | source in ~/.config/fish/config.fish
function __hoosegow_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (command $words[1] __complete -- $words[2..-1] 2>/dev/null)
        switch $line
            case ':folders'
                __fish_complete_directories (commandline -ct)
            case ':files*'
                __fish_complete_suffix (commandline -ct) (string replace -r '^:files\\*?' '' -- $line)
            case '?*'
                echo $line
        end
    end
end
complete -c hoosegow -f -a '(__hoosegow_complete)'
`,
};
