@echo off
rem Strikebook in one command on Windows: finds a Python, then hands over to bootstrap.py ("run help").
setlocal
set "here=%~dp0"
for %%V in (3.13 3.12 3.11 3.14) do (
    py -%%V -c "pass" >nul 2>&1 && (
        py -%%V -I "%here%bootstrap.py" %*
        goto end
    )
)
python -I -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1 && (
    python -I "%here%bootstrap.py" %*
    goto end
)
echo Strikebook needs Python 3.11 or newer. This line installs it:
echo     winget install Python.Python.3.13
exit /b 1
:end
exit /b %errorlevel%
